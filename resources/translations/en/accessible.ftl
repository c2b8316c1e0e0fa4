# Words that a screen reader says where the screen has an icon
line-clear = Clear
