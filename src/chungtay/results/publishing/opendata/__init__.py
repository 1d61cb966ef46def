"""What is public as data: bulk files, their description for machines, questions by pages. Of the shelf alone."""
