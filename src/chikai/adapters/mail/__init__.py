"""Mail as the company has it: a folder of mails or an IMAP account, and SMTP to send."""
