"""Networks that are trained while one looks: what is asked, what comes of it, what is shown."""
