"""`make run`: the whole archive in one terminal. `serve.run` is the way in."""
