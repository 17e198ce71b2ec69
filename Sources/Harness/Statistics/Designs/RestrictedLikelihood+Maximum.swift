import Model

extension RestrictedLikelihood {
  /// The most steps of one climb.
  static let iterations = 200

  /// The greatest value over variances that are not negative, by Newton's steps.
  ///
  /// The variances are `map` times parameters of at least zero, (parts, parameters) by rows: the
  /// identity for a free maximum, other maps to hold a share fixed. A parameter at zero whose slope
  /// points below zero stays; a step that does not raise the value is halved. Where the curvature
  /// is not that of a summit, the expected one takes its place (Fisher's scoring).
  ///
  /// - Throws: ``DesignError`` when steps run out.
  func maximum(
    map: [Double], parameters: Int, start: [Double]
  ) throws(DesignError) -> (point: Point, parameters: [Double]) {
    var current = start
    guard var best = point(variances(map, current)) else { throw .didNotConverge(iterations: 0) }
    for _ in 0..<Self.iterations {
      let slopes = derivatives(best)
      let gradient = pulled(slopes.score, map, parameters)
      let (expected, observed) = (
        pulled(matrix: slopes.information, map, parameters),
        pulled(matrix: slopes.observed, map, parameters)
      )
      let free = (0..<parameters).filter { current[$0] > 0 || gradient[$0] > 0 }
      let directions = [
        newton(gradient, observed, free, current, parameters),
        newton(gradient, expected, free, current, parameters),
        scaled(gradient, expected, free, parameters),
      ]
      let steps = directions.lazy.compactMap { climb(map, from: current, best, $0) }
      guard let next = steps.first(where: { $0.point.value - best.value > 1e-10 }) else {
        return (best, current)
      }
      (best, current) = next
    }
    throw .didNotConverge(iterations: Self.iterations)
  }

  private func variances(_ map: [Double], _ parameters: [Double]) -> [Double] {
    (0..<parts).map { part in
      parameters.indices.reduce(0) { $0 + map[part * parameters.count + $1] * parameters[$1] }
    }
  }

  /// The score by the parameters: mapᵀ s.
  private func pulled(_ score: [Double], _ map: [Double], _ count: Int) -> [Double] {
    (0..<count).map { a in
      (0..<parts).reduce(0) { $0 + map[$1 * count + a] * score[$1] }
    }
  }

  /// A curvature by the parameters: mapᵀ I map.
  private func pulled(matrix: [Double], _ map: [Double], _ count: Int) -> [Double] {
    var curvature = [Double](repeating: 0, count: count * count)
    for part in 0..<parts {
      for a in 0..<count where map[part * count + a] != 0 {
        for other in 0..<parts {
          let weight = map[part * count + a] * matrix[part * parts + other]
          for b in 0..<count { curvature[a * count + b] += weight * map[other * count + b] }
        }
      }
    }
    return curvature
  }

  /// Newton's step in the free parameters, less those at zero that it would take below.
  private func newton(
    _ gradient: [Double], _ curvature: [Double], _ free: [Int], _ current: [Double], _ count: Int
  ) -> [Double] {
    var free = free
    while true {
      var direction = [Double](repeating: 0, count: count)
      let small = free.flatMap { a in free.map { curvature[a * count + $0] } }
      guard let factored = PositiveDefinite(small, size: free.count) else { return direction }
      for (place, step) in zip(free, factored.solve(free.map { gradient[$0] })) {
        direction[place] = step
      }
      let inside = free.filter { current[$0] > 0 || direction[$0] > 0 }
      if inside.count == free.count { return direction }
      free = inside
    }
  }

  private func scaled(
    _ gradient: [Double], _ curvature: [Double], _ free: [Int], _ count: Int
  ) -> [Double] {
    var direction = [Double](repeating: 0, count: count)
    for a in free where curvature[a * count + a] > 0 {
      direction[a] = gradient[a] / curvature[a * count + a]
    }
    return direction
  }

  private func climb(
    _ map: [Double], from current: [Double], _ best: Point, _ direction: [Double]
  ) -> (point: Point, parameters: [Double])? {
    var step = 1.0
    for _ in 0..<30 {
      let next = zip(current, direction).map { max(0, $0 + step * $1) }
      if next == current { return nil }
      if let point = point(variances(map, next)), point.value > best.value { return (point, next) }
      step /= 2
    }
    return nil
  }
}
