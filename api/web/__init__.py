"""The search page: what is sent to a browser, and how it is put together. Knows the shapes of the HTTP interface, nothing behind it."""
