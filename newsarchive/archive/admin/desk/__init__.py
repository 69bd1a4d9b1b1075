"""Where editors decide, a page a decision: what would happen, a reason, and one service called."""
