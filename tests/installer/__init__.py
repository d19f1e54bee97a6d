"""What makes and tries the built program: icon, bill of materials, archive, first start."""
