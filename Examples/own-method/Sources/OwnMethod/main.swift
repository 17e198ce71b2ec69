import Commands

SimCSE.main(catalog: .standard + [ShuffledNegatives.self])
