using System.Text.Json;
using Scanner.Publishing.Formats;

namespace Scanner.Publishing.Explanations;

/// <summary>Objects to read and to copy. Texts in them are quoted, so that no line of theirs ends the document.</summary>
internal static class ManifestPart
{
    public static void Write(IEnumerable<JsonElement> objects, Page page, TextWriter output)
    {
        page.Copy("kubectl apply -f - <<'EOF'");
        YamlDocuments.Write(objects, output);
        page.Copy("EOF");
    }
}
