import Commands
import Model

SimCSE.main(catalog: .standard + [ShuffledNegatives.self])
