"""Chats, message by message, each with its own time and sender."""
