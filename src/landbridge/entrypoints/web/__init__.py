"""The pages, in Chinese and English."""
