namespace Scanner.Conformance.TextProto;

/// <summary>
/// A message as text: its fields in order. A value is a <see cref="ProtoMessage"/>, a word (<see cref="string"/>) or a text (bytes).
/// </summary>
internal sealed class ProtoMessage
{
    private readonly List<(string Name, object Value)> _fields = [];

    public IReadOnlyList<(string Name, object Value)> Fields => _fields;

    public void Add(string name, object value) => _fields.Add((name, value));

    public IEnumerable<ProtoMessage> Messages(string name) => _fields.Where(f => f.Name == name).Select(f => f.Value).OfType<ProtoMessage>();

    public ProtoMessage? Message(string name) => Messages(name).FirstOrDefault();

    public bool Has(string name) => _fields.Exists(f => f.Name == name);

    public string Text(string name) => _fields.Find(f => f.Name == name).Value switch
    {
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        string word => word,
        _ => "",
    };
}
