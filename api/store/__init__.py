"""Lasting tables that are neither record nor read model, in a schema of the app's own: tokens, and later accounts.

Unlike the record they change in place; unlike a read model they cannot be made anew.
"""

from api.store.store import NewerStoreError, Store

__all__ = ["NewerStoreError", "Store"]
