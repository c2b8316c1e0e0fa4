"""WhatsApp Business Cloud API: webhooks in, Graph calls out.

Nothing is imported here: the window needs the words of a message long before there is a channel.
"""
