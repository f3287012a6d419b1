"""The picture that plays, in the app and as a page of its own: what is sent to the browser, and the scripts that draw it."""
