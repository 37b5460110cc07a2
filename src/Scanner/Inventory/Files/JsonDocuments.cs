using System.Buffers;
using System.Text.Json;

namespace Scanner.Inventory.Files;

/// <summary>
/// Reads JSON documents out of a stream, of a list one item after another, so that no more than one item is held at a time.
/// </summary>
internal sealed class JsonDocuments(ByteWindow window, string file, ObjectIntake objects, CancellationToken cancellationToken)
{
    private readonly ArrayBufferWriter<byte> _object = new();

    private enum Part
    {
        /// <summary>A field and its value.</summary>
        Field,

        /// <summary>The beginning of <c>items</c>.</summary>
        Items,

        /// <summary>A value of a list.</summary>
        Item,

        /// <summary>The end of the object or list.</summary>
        End,
    }

    /// <summary>Reads the document that begins here. A broken one becomes a problem; the next one is looked for at the beginning of a line.</summary>
    public void ReadOne()
    {
        var place = new Place(file, window.Line);
        try
        {
            Read(place);
        }
        catch (JsonException e)
        {
            var line = place.Line + (e.LineNumber ?? 0);
            var why = e.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            objects.Problem(place with { Line = line }, $"not valid JSON, and the rest of the document that begins in line {place.Line} is not read: {why}");
            SkipToNext();
        }
    }

    private void Read(Place place)
    {
        var list = new ObjectList(objects, place);
        var (isList, state) = (false, new JsonReaderState(JsonText.Options));
        _object.ResetWrittenCount();
        _object.Write("{"u8);
        Next(ref state, isInList: false, out _, out _, begin: true);
        for (var part = Part.Field; part != Part.End;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            part = Next(ref state, isInList: false, out var length, out var value);
            if (part == Part.Items)
            {
                window.Advance(length);
                isList = true;
                ReadItems(ref state, list);
                continue;
            }

            if (part == Part.Field)
                Field(list, window.Bytes[..length].TrimStart(" \t\r\n,"u8), window.Bytes[value..length]);
            window.Advance(length);
        }

        _object.Write("}"u8);
        if (isList)
            list.End();
        else
            objects.Add(_object.WrittenSpan, null, place);
    }

    private void ReadItems(ref JsonReaderState state, ObjectList list)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = Next(ref state, isInList: true, out var length, out var value);
            if (part == Part.Item)
            {
                var line = window.Line + window.Bytes[..value].Count((byte)'\n');
                list.Item(window.Bytes[value..length], new Place(file, line));
            }

            window.Advance(length);
            if (part == Part.End)
                return;
        }
    }

    // Keeps the field for the case that this is no list, but an object.
    private void Field(ObjectList list, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (_object.WrittenCount > 1)
            _object.Write(","u8);
        _object.Write(field);
        var name = field.StartsWith("\"kind\""u8) ? "kind" : field.StartsWith("\"apiVersion\""u8) ? "apiVersion" : null;
        if (name is null || value[0] != '"')
            return;
        var reader = new Utf8JsonReader(value);
        reader.Read();
        list.Field(name, JsonText.StringOf(ref reader));
    }

    /// <summary>Looks at the next part until it can be seen as a whole, without going past it.</summary>
    /// <param name="length">To its end.</param>
    /// <param name="value">Where its value begins.</param>
    private Part Next(ref JsonReaderState state, bool isInList, out int length, out int value, bool begin = false)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(window.Bytes, window.IsLast, state);
            if (TryNext(ref reader, isInList, begin, out var part, out value))
            {
                length = (int)reader.BytesConsumed;
                state = reader.CurrentState;
                if (begin)
                    window.Advance(length);
                return part;
            }

            window.Fill();
        }
    }

    private static bool TryNext(ref Utf8JsonReader reader, bool isInList, bool begin, out Part part, out int value)
    {
        (part, value) = (Part.End, 0);
        if (!reader.Read())
            return false;
        if (begin || reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            return true;
        part = isInList ? Part.Item : Part.Field;
        var isItems = false;
        if (!isInList)
        {
            isItems = JsonText.Is(ref reader, "items"u8);
            if (!reader.Read())
                return false;
        }

        value = (int)reader.TokenStartIndex;
        if (!isItems || reader.TokenType != JsonTokenType.StartArray)
            return reader.TrySkip();
        part = Part.Items;
        return true;
    }

    /// <summary>Goes to a line that begins with a brace: JSON that people and programs write over several lines is indented inside.</summary>
    private void SkipToNext()
    {
        window.Advance(Math.Max(0, window.Bytes.IndexOfAnyExcept(" \t\r\n,"u8)));
        // What failed stands here; only a separator cannot be a part of it.
        while (!IsNext("---"u8))
        {
            window.SkipLine();
            if (IsNext("{"u8) || window.Bytes.IsEmpty)
                return;
        }
    }

    private bool IsNext(ReadOnlySpan<byte> text)
    {
        while (window.Bytes.Length < text.Length && window.Fill())
        {
        }

        return window.Bytes.StartsWith(text);
    }
}
