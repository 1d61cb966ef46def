"""Several people at one review: its sections arranged, its wordings written and joined, remarks, suggestions, tasks."""
