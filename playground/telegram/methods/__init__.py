"""The Bot API's methods, one module a subject. Each is a function of the world and its parameters."""
