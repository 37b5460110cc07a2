using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Discovery;

/// <summary>Reads <c>meta/v1 APIResourceList</c>.</summary>
internal sealed class ApiResourceListReader : IObjectReader<ImmutableArray<ApiResource>>
{
    public static readonly ApiResourceListReader Instance = new();

    private static readonly OneField s_resources = new(2, "resources");
    private static readonly Fields<ResourceField> s_resource = new();

    private enum ResourceField
    {
        Name = 1,
        Namespaced = 2,
        Kind = 3,
        Verbs = 4,
    }

    public ImmutableArray<ApiResource> Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var resources = ImmutableArray.CreateBuilder<ApiResource>();
        var scope = reader.Enter();
        while (reader.Next(s_resources))
            resources.Add(ReadResource(ref reader));
        reader.Leave(scope);
        return resources.ToImmutable();
    }

    private static ApiResource ReadResource<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var (name, kind, namespaced) = ("", "", false);
        var verbs = ImmutableArray.CreateBuilder<string>();
        var scope = reader.Enter();
        while (reader.Next(s_resource, out var field))
        {
            switch (field)
            {
                case ResourceField.Name:
                    name = reader.ReadString();
                    break;
                case ResourceField.Namespaced:
                    namespaced = reader.ReadBool();
                    break;
                case ResourceField.Kind:
                    kind = reader.ReadString();
                    break;
                case ResourceField.Verbs:
                    verbs.Add(reader.ReadString());
                    break;
                default:
                    throw FieldTable.Unread(field);
            }
        }

        reader.Leave(scope);
        return new ApiResource(name, kind, namespaced, verbs.ToImmutable());
    }
}
