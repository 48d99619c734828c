"""What every part of the API shares: problems in one shape, pages by cursor, the schema, and a page explaining it."""
