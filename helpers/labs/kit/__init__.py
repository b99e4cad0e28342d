"""What every lab is made with: the live picture, its controls, its predictions."""
