"""What each heading of a page is: a month, a category, a paper, or part of one."""
