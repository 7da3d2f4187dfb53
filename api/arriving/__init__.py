"""Figures that come in by themselves: looked for in a folder and at an address, imported, and missed if they do not."""
