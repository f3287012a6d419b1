"""What figures are drawn with: styles, pages, springs and arrows, words."""
