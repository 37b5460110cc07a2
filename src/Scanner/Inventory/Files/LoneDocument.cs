using System.Text.Json;
using Scanner.Core;
using Scanner.Decoding.Objects;
using Scanner.Usage;

namespace Scanner.Inventory.Files;

/// <summary>Reads a file that holds one map, be it a Kubernetes object or a part of one.</summary>
internal static class LoneDocument
{
    /// <param name="flag">Whose argument it is, for messages.</param>
    /// <param name="path">A file, or <c>-</c>.</param>
    /// <param name="expected">What it should hold, for messages: a pod, a container.</param>
    /// <exception cref="UsageException">It is not there, not readable, or holds something else than one map.</exception>
    public static JsonElement Read(string flag, string path, string expected, Func<Stream> standardInput, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new UsageException($"{flag} {PlainText.OneLine(path)}: is a directory, give the file of {expected}");
        var documents = new Documents();
        OfflineReader.Read(flag, [path], standardInput, documents, cancellationToken);
        if (documents.Problems is [var problem, ..])
            throw new UsageException(PlainText.OneLine($"{flag} {problem.Place}: {problem.Text}"));
        return documents.All is [var only]
            ? only
            : throw new UsageException($"{flag} {PlainText.OneLine(path)}: holds {documents.All.Count} objects: give {expected}, and nothing else");
    }

    private sealed class Documents : ObjectIntake
    {
        public List<JsonElement> All { get; } = [];

        public override void Add(ReadOnlySpan<byte> json, ObjectType? listed, Place place)
        {
            if (json is [] || json[0] != '{')
            {
                Problem(place, "is no map of fields");
                return;
            }

            try
            {
                All.Add(WholeObject.Parse(json.ToArray()));
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                Problem(place, e.Message);
            }
        }

        protected override void Take(ReadOnlySpan<byte> json, ObjectType type, ObjectHeader header, Place place) => throw new InvalidOperationException();
    }
}
