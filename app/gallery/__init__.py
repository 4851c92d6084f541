"""The gallery: a menu by families in which every surface has a picture."""
