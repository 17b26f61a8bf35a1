"""What can be asked: the commands, their parameters and their names, once for both platforms."""
