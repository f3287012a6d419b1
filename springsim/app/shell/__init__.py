"""What is round every page: navigation, bar, the visitor, exports under way."""
