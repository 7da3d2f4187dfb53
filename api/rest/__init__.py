"""The JSON API below ``/v1``: one module per resource, with its schemas beside it.

A route parses, calls and answers. What holds for all of them is around it: ``routing`` lets callers in and tells of
each route in the OpenAPI; ``recording`` is what a write works with, ``asking`` and ``paging`` what a read works with;
``problems`` tells everything that goes wrong.
"""
