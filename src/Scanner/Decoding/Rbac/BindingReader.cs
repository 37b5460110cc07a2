using System.Collections.Immutable;
using Scanner.ApiServer.Wire;
using Scanner.Core.Rbac.Facts;

namespace Scanner.Decoding.Rbac;

/// <summary>Reads <c>rbac/v1 RoleBinding</c> and <c>ClusterRoleBinding</c>. Shares strings, so it serves one list at a time.</summary>
internal sealed class BindingReader : IObjectReader<BindingFacts>
{
    private static readonly Fields<BindingField> s_binding = new();
    private static readonly Fields<SubjectField> s_subject = new();
    private static readonly Fields<RoleRefField> s_roleRef = new();

    private readonly StringPool _strings = new();
    private readonly List<(string Kind, string Name, string Namespace)> _subjects = [];

    private enum BindingField
    {
        Metadata = 1,
        Subjects = 2,
        RoleRef = 3,
    }

    private enum SubjectField
    {
        Kind = 1,
        Name = 3,
        Namespace = 4,
    }

    private enum RoleRefField
    {
        Kind = 2,
        Name = 3,
    }

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
                case BindingField.Metadata:
                    metadata = MetadataReader.Read(ref reader, _strings);
                    break;
                case BindingField.Subjects:
                    _subjects.Add(ReadSubject(ref reader));
                    break;
                case BindingField.RoleRef:
                    role = ReadRole(ref reader);
                    break;
                default:
                    throw FieldTable.Unread(field);
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
                default:
                    // Of an unknown kind, or a service account without a namespace: the API server takes it for nobody.
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
            switch (field)
            {
                case SubjectField.Kind:
                    kind = text;
                    break;
                case SubjectField.Name:
                    name = text;
                    break;
                case SubjectField.Namespace:
                    ns = text;
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
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
            switch (field)
            {
                case RoleRefField.Kind:
                    kind = text;
                    break;
                case RoleRefField.Name:
                    name = text;
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new RoleReference(kind == "ClusterRole", name);
    }
}
