"""The only network client: brings the record to the office and the office's changes back, losing nothing.

``canonical`` and ``merge`` are pure: what two states of a resource say, and what both changes together say.
Nothing here decides for the nurse: what cannot be merged is a conflict that she reads.
"""
