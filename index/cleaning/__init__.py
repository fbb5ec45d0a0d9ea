"""What a source yielded, made into an article: characters, furniture, headline, byline, date."""
