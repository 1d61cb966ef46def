"""The registers at national size: invented rows on real places, asked as the desk's pages ask."""
