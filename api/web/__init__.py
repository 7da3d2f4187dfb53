"""The pages, in Dutch: HTML made on the server, one module per page; everything works without JavaScript.

A route parses, calls and renders. What holds for all of them is around it: ``routing`` lets in who signed in and has
the right, ``visiting`` is what a page works with, ``forms`` and ``fields`` read what was filled in, ``errors`` tells
what went wrong, ``site`` makes the page.
"""
