"""Changes one thing at a time in the code, and looks whether a test notices: `python -m tests.mutation`."""
