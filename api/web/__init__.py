"""The search page: what is sent to a browser and how it is put together; knows the shapes of HTTP, nothing behind them."""
