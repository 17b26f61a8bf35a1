"""What Discord refuses, and how it says so; unknown fields, which Discord lets pass, are refused as well."""
