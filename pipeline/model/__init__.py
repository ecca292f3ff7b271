"""The frozen values that flow from step to step; import them from the module that names them."""
