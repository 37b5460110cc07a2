using Scanner.Core.Rbac.Facts;

namespace Scanner.Core.Findings;

/// <summary>How findings and exceptions name a subject.</summary>
public static class SubjectForm
{
    /// <summary><c>User:alice</c>, <c>Group:developers</c>, <c>ServiceAccount:payments/web</c>.</summary>
    public static string Of(Subject subject) => $"{subject.Kind}:{NameOf(subject)}";

    /// <summary>What <see cref="Of"/> has written.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static Subject Parse(string text)
    {
        if (text.Split(':', 2) is not [var kind, var name] || !Enum.TryParse<SubjectKind>(kind, out var parsed) || parsed.ToString() != kind)
            throw new FormatException("a subject is not of the form KIND:NAME");
        if (parsed != SubjectKind.ServiceAccount)
            return new Subject(parsed, name);
        return name.Split('/', 2) is [var ns, var account]
            ? Subject.ServiceAccount(ns, account)
            : throw new FormatException("a service account is not of the form ServiceAccount:NAMESPACE/NAME");
    }

    /// <summary>The same without the kind.</summary>
    public static string NameOf(Subject subject) => subject.Namespace is null ? subject.Name : $"{subject.Namespace}/{subject.Name}";
}
