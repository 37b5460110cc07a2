using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>rbac/v1 RoleBinding</c> and <c>ClusterRoleBinding</c>. Shares strings, so it serves one list at a time.</summary>
internal sealed class BindingReader : IObjectReader<BindingFacts>
{
    private static readonly FieldTable s_binding = new((1, "metadata"), (2, "subjects"), (3, "roleRef"));
    private static readonly FieldTable s_subject = new((1, "kind"), (3, "name"), (4, "namespace"));
    private static readonly FieldTable s_roleRef = new((2, "kind"), (3, "name"));

    private readonly StringPool _strings = new();
    private readonly List<(string Kind, string Name, string Namespace)> _subjects = [];

    public BindingFacts Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var metadata = new MetadataFacts("", null, ImmutableSortedDictionary<string, string>.Empty);
        var role = new RoleReference(false, "");
        _subjects.Clear();
        var scope = reader.Enter();
        while (reader.Next(s_binding, out var field))
        {
            switch (field)
            {
                case 1:
                    metadata = MetadataReader.Read(ref reader, _strings);
                    break;
                case 2:
                    _subjects.Add(ReadSubject(ref reader));
                    break;
                default:
                    role = ReadRole(ref reader);
                    break;
            }
        }

        reader.Leave(scope);
        // The metadata may come last.
        return new BindingFacts(new ObjectName(metadata.Namespace, metadata.Name), role, [.. Subjects(metadata.Namespace)]);
    }

    private IEnumerable<Subject> Subjects(string? ns)
    {
        foreach (var subject in _subjects)
        {
            switch (subject.Kind)
            {
                case "User":
                    yield return Subject.User(subject.Name);
                    break;
                case "Group":
                    yield return Subject.Group(subject.Name);
                    break;
                case "ServiceAccount" when (subject.Namespace.Length > 0 ? subject.Namespace : ns) is { } home:
                    yield return Subject.ServiceAccount(home, subject.Name);
                    break;
            }
        }
    }

    private (string Kind, string Name, string Namespace) ReadSubject<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (kind, name, ns) = ("", "", "");
        var scope = reader.Enter();
        while (reader.Next(s_subject, out var field))
        {
            var text = _strings.Get(reader.ReadUtf8());
            if (field == 1)
                kind = text;
            else if (field == 3)
                name = text;
            else
                ns = text;
        }

        reader.Leave(scope);
        return (kind, name, ns);
    }

    private RoleReference ReadRole<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (kind, name) = ("", "");
        var scope = reader.Enter();
        while (reader.Next(s_roleRef, out var field))
        {
            var text = _strings.Get(reader.ReadUtf8());
            if (field == 2)
                kind = text;
            else
                name = text;
        }

        reader.Leave(scope);
        return new RoleReference(kind == "ClusterRole", name);
    }
}
