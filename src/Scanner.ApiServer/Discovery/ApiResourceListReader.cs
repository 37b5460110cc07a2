using System.Collections.Immutable;
using Scanner.ApiServer.Wire;

namespace Scanner.ApiServer.Discovery;

/// <summary>Reads <c>meta/v1 APIResourceList</c>.</summary>
internal sealed class ApiResourceListReader : IObjectReader<ImmutableArray<ApiResource>>
{
    public static readonly ApiResourceListReader Instance = new();

    private static readonly FieldTable s_list = new((2, "resources"));
    private static readonly FieldTable s_resource = new((1, "name"), (2, "namespaced"), (3, "kind"), (4, "verbs"));

    public ImmutableArray<ApiResource> Read<TReader>(ref TReader reader)
        where TReader : struct, IWireReader, allows ref struct
    {
        var resources = ImmutableArray.CreateBuilder<ApiResource>();
        var scope = reader.Enter();
        while (reader.Next(s_list, out _))
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
                case 1:
                    name = reader.ReadString();
                    break;
                case 2:
                    namespaced = reader.ReadBool();
                    break;
                case 3:
                    kind = reader.ReadString();
                    break;
                default:
                    verbs.Add(reader.ReadString());
                    break;
            }
        }

        reader.Leave(scope);
        return new ApiResource(name, kind, namespaced, verbs.ToImmutable());
    }
}
