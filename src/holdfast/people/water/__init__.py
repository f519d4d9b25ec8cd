"""What people lose and must drink, what they lack, what reaches them, and how it is made safe."""
