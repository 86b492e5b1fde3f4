"""What every screen is made of: tokens, icons, fields, panels, charts. Knows no screen and no record."""
