import Model

extension RestrictedLikelihood {
  /// The greatest value over variances that are not negative, by Fisher's scoring.
  ///
  /// The variances are `map` times parameters of at least zero, (parts, parameters) by rows: the
  /// identity for a free maximum, other maps to hold a share fixed. A parameter at zero whose slope
  /// points below zero stays; a step that does not raise the value is halved.
  ///
  /// - Throws: ``DesignError`` when steps run out.
  func maximum(
    map: [Double], parameters: Int, start: [Double]
  ) throws(DesignError) -> (point: Point, parameters: [Double]) {
    let limit = 200
    var current = start
    guard var best = point(variances(map, current)) else { throw .didNotConverge(iterations: 0) }
    for _ in 0..<limit {
      let slopes = derivatives(best)
      let (gradient, curvature) = pulled(slopes, map, parameters)
      let free = (0..<parameters).filter { current[$0] > 0 || gradient[$0] > 0 }
      let directions = [
        newton(gradient, curvature, free, current, parameters),
        scaled(gradient, curvature, free, parameters),
      ]
      var gain: Double?
      for direction in directions {
        guard let next = climb(map, from: current, best, direction) else { continue }
        gain = next.point.value - best.value
        (best, current) = next
        break
      }
      guard let gain, gain > 1e-10 else { return (best, current) }
    }
    throw .didNotConverge(iterations: limit)
  }

  private func variances(_ map: [Double], _ parameters: [Double]) -> [Double] {
    (0..<parts).map { part in
      parameters.indices.reduce(0) { $0 + map[part * parameters.count + $1] * parameters[$1] }
    }
  }

  /// Score and information by the parameters: mapᵀ s and mapᵀ I map.
  private func pulled(
    _ slopes: Derivatives, _ map: [Double], _ count: Int
  ) -> (gradient: [Double], curvature: [Double]) {
    var gradient = [Double](repeating: 0, count: count)
    var curvature = [Double](repeating: 0, count: count * count)
    for part in 0..<parts {
      for a in 0..<count where map[part * count + a] != 0 {
        gradient[a] += map[part * count + a] * slopes.score[part]
        for other in 0..<parts {
          let weight = map[part * count + a] * slopes.information[part * parts + other]
          for b in 0..<count { curvature[a * count + b] += weight * map[other * count + b] }
        }
      }
    }
    return (gradient, curvature)
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
