print("simcse")
