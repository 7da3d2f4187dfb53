"""What if, for pages, API and command line alike: the question, with what is wrong with it, and the answer in words."""
