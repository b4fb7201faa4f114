"""What drafter knows of language and of Markdown; nothing here touches the disk."""
