"""What cleanpress's text mode removes, keeps and costs, measured; every module here runs by itself."""
