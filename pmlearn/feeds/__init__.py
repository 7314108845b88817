"""The network side: fetching feeds, parsing them in limited processes, making text safe."""
